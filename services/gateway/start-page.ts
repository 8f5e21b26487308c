type Links = readonly (readonly [path: string, name: string, about: string])[]

const zhLinks: Links = [
  ['/app/', '点餐', '顾客在手机上点餐、支付、看进度'],
  ['/console/', '商家后台', '门店接单、出餐、管理菜单'],
  ['/v1/shops/1/menu', '菜单', '一号店此刻在售的全部商品'],
  ['/readyz', '就绪状态', '各部分是否都能工作'],
]

const enLinks: Links = [
  ['/app/', 'Order a meal', 'What customers have on their phones'],
  ['/console/', 'Run the shop', 'Where the shop takes orders and keeps its menu'],
  ['/v1/shops/1/menu', 'Menu', 'All that shop one sells right now'],
  ['/readyz', 'Readiness', 'Whether every part can do its work'],
]

const zhDocs: Links = [
  ['/docs', '接口文档', '在浏览器里试用每一个接口'],
  ['/v1/openapi.json', 'OpenAPI 3.1', '供工具读取的接口描述'],
]

const enDocs: Links = [
  ['/docs', 'API documentation', 'Try every route in the browser'],
  ['/v1/openapi.json', 'OpenAPI 3.1', 'The same for tools to read'],
]

/** What the start page says; `docs` only where they are served. */
export const startWords = {
  zh: {
    title: '苍穹外卖',
    kicker: '外卖平台',
    lead: '顾客下单，门店接单，配送到家——一条命令启动的完整平台。',
    links: zhLinks,
    docs: zhDocs,
    logins: '演示账号',
    columns: ['身份', '账号', '密码或验证码'],
  },
  en: {
    title: 'Cangqiong',
    kicker: 'A takeout platform',
    lead: 'Customers order, the shop cooks, the courier delivers: all of it, from one command.',
    links: enLinks,
    docs: enDocs,
    logins: 'Demo logins',
    columns: ['Who', 'Login', 'Password or code'],
  },
} as const

export const startStyle = `
:root{color-scheme:light dark;--ink:#2b2118;--soft:#6f6154}
:root{--paper:#fbf7f0;--card:#fff;--line:#eadfce;--hot:#b3541e}
@media (prefers-color-scheme:dark){
:root{--ink:#f3ebe0;--soft:#b8a997;--paper:#1b1612;--card:#251e18;--line:#3b3027;--hot:#f0935a}}
*{box-sizing:border-box}
body{margin:0;color:var(--ink);background:var(--paper)}
body{font:16px/1.6 system-ui,-apple-system,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:46rem;margin:0 auto;padding:clamp(2rem,8vh,6rem) 1.5rem 4rem}
header{border-left:4px solid var(--hot);padding-left:1.25rem;margin-bottom:2.5rem}
header p{margin:0;color:var(--soft)}
h1{margin:.1em 0 .2em;font-size:clamp(2rem,6vw,3rem);line-height:1.15;letter-spacing:.02em}
h2{font-size:1.1rem;margin:2.5rem 0 .75rem}
ul{list-style:none;margin:0;padding:0;display:grid;gap:.9rem}
ul{grid-template-columns:repeat(auto-fit,minmax(17rem,1fr))}
li a{display:grid;gap:.15rem;height:100%;padding:1rem 1.15rem;color:inherit;text-decoration:none}
li a{border:1px solid var(--line);border-radius:12px;background:var(--card)}
li a:hover,li a:focus-visible{border-color:var(--hot);outline:none;box-shadow:0 0 0 1px var(--hot)}
li span{color:var(--soft);font-size:.92rem}
code{font:.86rem ui-monospace,SFMono-Regular,Menlo,monospace;color:var(--hot)}
section{overflow-x:auto}
table{width:100%;border-collapse:collapse;font-size:.95rem}
th,td{text-align:left;padding:.55rem .75rem .55rem 0;border-bottom:1px solid var(--line)}
th{font-weight:600;color:var(--soft)}`
