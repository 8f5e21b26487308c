export const zhCN = {
  shop: { open: '营业中', closed: '已打烊', delivery: '配送费 {fee}', minimum: '{amount} 起送' },
  problem: { retry: '重试', unreachable: '连不上服务器，请检查网络' },
}
