import { chilies, type Look, put, scallions, tray } from './looks.ts'
import type { Picture } from './pictures.ts'

export interface DemoSetMeal {
  readonly category: string
  readonly name: string
  readonly priceFen: number
  readonly description: string
  readonly parts: readonly { readonly dish: string; readonly copies: number }[]
  readonly picture: Picture
}

export const setMeals: readonly (Omit<DemoSetMeal, 'picture'> & { readonly look: Look })[] = [
  {
    category: '人气套餐',
    name: '酸菜鱼单人餐',
    priceFen: 5800,
    description: '一人食，配米饭和汤',
    parts: [
      { dish: '老坛酸菜鱼', copies: 1 },
      { dish: '米饭', copies: 1 },
      { dish: '鸡蛋汤', copies: 1 },
    ],
    look: tray('#e3c45a', put('slice', '#fbf3e2', 6), scallions),
  },
  {
    category: '人气套餐',
    name: '水煮鱼双人餐',
    priceFen: 6200,
    description: '微微出汗的满足',
    parts: [
      { dish: '蜀味水煮草鱼', copies: 1 },
      { dish: '清炒西兰花', copies: 1 },
      { dish: '米饭', copies: 2 },
      { dish: '北冰洋', copies: 2 },
    ],
    look: tray('#b5341c', put('slice', '#f7e6cf', 5), chilies),
  },
  {
    category: '人气套餐',
    name: '烤鱼欢聚餐',
    priceFen: 10800,
    description: '三四个人刚刚好',
    parts: [
      { dish: '草鱼2斤', copies: 1 },
      { dish: '炝炒圆白菜', copies: 1 },
      { dish: '平菇豆腐汤', copies: 2 },
      { dish: '米饭', copies: 4 },
      { dish: '王老吉', copies: 2 },
    ],
    look: tray('#9c3d1d', put('fish', '#c98a4b', 1), scallions),
  },
  {
    category: '人气套餐',
    name: '牛蛙爱好者',
    priceFen: 11600,
    description: '一锅香辣，两份清爽',
    parts: [
      { dish: '馋嘴牛蛙', copies: 1 },
      { dish: '蒜蓉娃娃菜', copies: 1 },
      { dish: '米饭', copies: 2 },
      { dish: '冰镇酸梅汤', copies: 2 },
    ],
    look: tray('#8c2f1a', put('frog', '#e3b57c', 4), chilies),
  },
  {
    category: '人气套餐',
    name: '轻食时蔬餐',
    priceFen: 3500,
    description: '少油少盐，一日蔬菜',
    parts: [
      { dish: '清炒小油菜', copies: 1 },
      { dish: '清炒西兰花', copies: 1 },
      { dish: '米饭', copies: 1 },
    ],
    look: tray('#e7ecd2', put('floret', '#3d8c3f', 5), put('leaf', '#3f8f3a', 4)),
  },
  {
    category: '商务套餐',
    name: '商务鲈鱼餐',
    priceFen: 11800,
    description: '清淡体面，送达准时',
    parts: [
      { dish: '清蒸鲈鱼', copies: 1 },
      { dish: '清炒小油菜', copies: 1 },
      { dish: '米饭', copies: 2 },
    ],
    look: tray('#c79a55', put('fish', '#b8c2c4', 1), put('leaf', '#4f9a48', 4)),
  },
  {
    category: '商务套餐',
    name: '商务扣肉餐',
    priceFen: 7800,
    description: '下饭的梅菜扣肉',
    parts: [
      { dish: '梅菜扣肉', copies: 1 },
      { dish: '蒜蓉娃娃菜', copies: 1 },
      { dish: '鸡蛋汤', copies: 2 },
      { dish: '米饭', copies: 2 },
    ],
    look: tray('#5b351f', put('meat', '#b5552f', 4), put('dot', '#3a2618', 8)),
  },
  {
    category: '商务套餐',
    name: '商务宴请餐',
    priceFen: 28800,
    description: '六人一桌，宾主尽欢',
    parts: [
      { dish: '东坡肘子', copies: 1 },
      { dish: '剁椒鱼头', copies: 1 },
      { dish: '清炒西兰花', copies: 2 },
      { dish: '平菇豆腐汤', copies: 6 },
      { dish: '米饭', copies: 6 },
      { dish: '雪花啤酒', copies: 6 },
    ],
    look: tray('#7a2f16', put('bun', '#b5602f', 1), put('leaf', '#4f9a48', 5)),
  },
]
