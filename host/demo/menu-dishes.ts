import { OptionGroupKind } from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { fishSoup, frogPot, greens, grilledFish, type Look, look, put, scallions, sesame } from './looks.ts'
import type { Picture } from './pictures.ts'

export interface DemoOptionGroup {
  readonly kind: OptionGroupKind
  readonly name: string
  readonly minimum: number
  readonly maximum: number
  readonly choices: readonly { readonly name: string; readonly priceFen: number }[]
}

export interface DemoDish {
  readonly category: string
  readonly name: string
  readonly priceFen: number
  readonly description: string
  readonly optionGroups: readonly DemoOptionGroup[]
  /** What a new day begins with; absent: nobody counts it. */
  readonly dailyAmount?: number
  readonly picture: Picture
}

export type SectionDish = Omit<DemoDish, 'category' | 'picture' | 'optionGroups'> & {
  readonly look: Look
  readonly options?: readonly DemoOptionGroup[]
}

const free = (...names: readonly string[]) => names.map((name) => ({ name, priceFen: 0 }))
const upTo = (name: string, maximum: number, choices: DemoOptionGroup['choices']): DemoOptionGroup => {
  return { kind: OptionGroupKind.ADDITION, name, minimum: 0, maximum, choices }
}
/** 口味 */
const oneOf = (name: string, choices: DemoOptionGroup['choices']): DemoOptionGroup => {
  return { kind: OptionGroupKind.FLAVOUR, name, minimum: 1, maximum: 1, choices }
}

const avoided = upTo('忌口', 4, free('不要葱', '不要蒜', '不要香菜', '不要辣'))
const avoidedInGreens = upTo('忌口', 3, free('不要葱', '不要蒜', '不要香菜'))
const spiciness = oneOf('辣度', free('不辣', '微辣', '中辣', '重辣'))
const sweetness = oneOf('甜味', free('无糖', '少糖', '半糖', '多糖', '全糖'))
const temperature = oneOf('温度', free('热饮', '常温', '去冰', '少冰', '多冰'))
const pearls = upTo('加料', 2, [
  { name: '珍珠', priceFen: 200 },
  { name: '红豆', priceFen: 250 },
])

/** By category. */
export const sections: Readonly<Record<string, readonly SectionDish[]>> = {
  蜀味烤鱼: [
    {
      name: '草鱼2斤',
      priceFen: 6800,
      description: '原料：草鱼，黄豆芽，莲藕',
      options: [spiciness],
      dailyAmount: 40,
      look: grilledFish('#c98a4b'),
    },
    {
      name: '江团鱼2斤',
      priceFen: 11900,
      description: '配料：江团鱼，黄豆芽，莲藕',
      options: [spiciness],
      dailyAmount: 20,
      look: grilledFish('#b9785a'),
    },
    {
      name: '鮰鱼2斤',
      priceFen: 7200,
      description: '原料：鮰鱼，黄豆芽，莲藕',
      options: [spiciness],
      dailyAmount: 30,
      look: grilledFish('#d39a6a'),
    },
  ],
  蜀味牛蛙: [
    {
      name: '金汤酸菜牛蛙',
      priceFen: 8800,
      description: '原料：鲜活牛蛙，酸菜',
      look: frogPot('#e8b63a', put('leaf', '#9aa53c', 7)),
    },
    {
      name: '香锅牛蛙',
      priceFen: 8800,
      description: '配料：鲜活牛蛙，莲藕，青笋',
      look: frogPot('#a8381c', put('slice', '#ecd9b0', 5)),
    },
    {
      name: '馋嘴牛蛙',
      priceFen: 8800,
      description: '配料：鲜活牛蛙，丝瓜，黄豆芽',
      look: frogPot('#8c2f1a', put('chili', '#e04a2e', 9)),
    },
  ],
  特色蒸菜: [
    {
      name: '清蒸鲈鱼',
      priceFen: 9800,
      description: '原料：鲈鱼，葱丝，姜丝',
      dailyAmount: 30,
      look: look(
        'plate',
        '#eef3f7',
        '#c79a55',
        put('fish', '#b8c2c4', 1),
        put('leaf', '#6fae52', 6),
        scallions,
      ),
    },
    {
      name: '东坡肘子',
      priceFen: 13800,
      description: '原料：猪肘棒，上海青',
      dailyAmount: 15,
      look: look('plate', '#f5efe6', '#7a2f16', put('leaf', '#4f9a48', 7), put('bun', '#b5602f', 1), sesame),
    },
    {
      name: '梅菜扣肉',
      priceFen: 5800,
      description: '原料：猪五花肉，梅菜',
      options: [avoided],
      look: look('steamer', '#d9b681', '#5b351f', put('meat', '#b5552f', 7), put('dot', '#3a2618', 16)),
    },
    {
      name: '剁椒鱼头',
      priceFen: 6600,
      description: '原料：鲢鱼，剁椒',
      look: look(
        'plate',
        '#f6f1e8',
        '#c8391f',
        put('fish', '#d8b491', 1),
        put('chili', '#e2402b', 12),
        scallions,
      ),
    },
  ],
  新鲜时蔬: [
    {
      name: '清炒小油菜',
      priceFen: 1800,
      description: '原料：小油菜',
      options: [avoidedInGreens],
      look: greens(put('leaf', '#3f8f3a', 15), put('dot', '#f3ead0', 8)),
    },
    {
      name: '蒜蓉娃娃菜',
      priceFen: 1800,
      description: '原料：蒜，娃娃菜',
      look: greens(put('leaf', '#cfd98a', 13), put('grain', '#fff6da', 18)),
    },
    {
      name: '清炒西兰花',
      priceFen: 1800,
      description: '原料：西兰花',
      options: [avoided],
      look: greens(put('floret', '#3d8c3f', 11), put('dot', '#f6efd6', 8)),
    },
    {
      name: '炝炒圆白菜',
      priceFen: 1800,
      description: '原料：圆白菜，干辣椒',
      options: [avoided],
      look: greens(put('leaf', '#b9cf7a', 13), put('chili', '#b92d22', 5)),
    },
  ],
  水煮鱼: [
    {
      name: '老坛酸菜鱼',
      priceFen: 5600,
      description: '原料：汤，草鱼，酸菜',
      options: [avoided, spiciness],
      look: fishSoup('#e3c45a', put('leaf', '#8f9a35', 7)),
    },
    {
      name: '经典酸菜鮰鱼',
      priceFen: 6600,
      description: '原料：酸菜，江团，鮰鱼',
      options: [avoided, spiciness],
      look: fishSoup('#d8b34a', put('leaf', '#a3a544', 8)),
    },
    {
      name: '蜀味水煮草鱼',
      priceFen: 3800,
      description: '原料：草鱼，汤',
      options: [avoided, spiciness],
      look: fishSoup('#b5341c', put('dot', '#4a2a18', 14)),
    },
  ],
  传统主食: [
    {
      name: '米饭',
      priceFen: 200,
      description: '精选五常大米',
      look: look('bowl', '#e9eef2', '#f7f4ea', put('grain', '#ffffff', 46), put('dot', '#3b3026', 4)),
    },
    {
      name: '馒头',
      priceFen: 100,
      description: '优质面粉',
      look: look('steamer', '#d9b681', '#c9a069', put('bun', '#fff8ea', 4)),
    },
    {
      name: '扬州炒饭',
      priceFen: 2200,
      description: '米饭，鸡蛋，虾仁，青豆',
      options: [avoided],
      look: look(
        'plate',
        '#f3ede2',
        '#f0cf7c',
        put('grain', '#fff3cf', 34),
        put('cube', '#f29a6b', 4),
        put('dot', '#5fa64a', 12),
      ),
    },
  ],
  酒水饮料: [
    {
      name: '王老吉',
      priceFen: 600,
      description: '',
      look: look('bottle', '#b3201f', '#f2c54b', put('star', '#b3201f', 1)),
    },
    {
      name: '北冰洋',
      priceFen: 400,
      description: '还是小时候的味道',
      look: look('bottle', '#f08a24', '#2f7fc1', put('citrus', '#f6a437', 1)),
    },
    {
      name: '雪花啤酒',
      priceFen: 400,
      description: '',
      look: look('bottle', '#2f7d4f', '#e9eef2', put('star', '#2a62a8', 1)),
    },
    {
      name: '珍珠奶茶',
      priceFen: 1400,
      description: '现煮红茶，鲜牛奶',
      options: [sweetness, temperature, pearls],
      look: look('glass', '#f4ece2', '#c79a6b', put('dot', '#3a2216', 12)),
    },
    {
      name: '鲜榨柠檬茶',
      priceFen: 1200,
      description: '手打香水柠檬',
      options: [sweetness, temperature],
      look: look('glass', '#eef4ee', '#e0b04c', put('ice', '#f4ead0', 3), put('citrus', '#e8d23a', 3)),
    },
    {
      name: '冰镇酸梅汤',
      priceFen: 800,
      description: '乌梅，山楂，桂花',
      options: [sweetness],
      look: look('glass', '#f3e9ea', '#7a2437', put('ice', '#c98a9a', 3), put('dot', '#f0b640', 6)),
    },
  ],
  汤类: [
    {
      name: '鸡蛋汤',
      priceFen: 400,
      description: '配料：鸡蛋，紫菜',
      look: look('bowl', '#eef1f4', '#efd98f', put('swirl', '#fbe9a8', 7), scallions),
    },
    {
      name: '平菇豆腐汤',
      priceFen: 600,
      description: '配料：豆腐，平菇',
      look: look(
        'bowl',
        '#eef1f4',
        '#e9e2cf',
        put('cube', '#fffdf5', 6),
        put('mushroom', '#a98d74', 5),
        scallions,
      ),
    },
  ],
}
