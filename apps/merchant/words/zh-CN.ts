export const zhCN = {
  login: { title: '登录', username: '账号', password: '密码', submit: '登录' },
  board: { title: '接单大厅' },
  problem: { unreachable: '连不上服务器，请检查网络' },
}
