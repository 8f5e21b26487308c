import type { Trade } from './books.ts'
import { timeText } from './wire.ts'

/** What the cashier shows. */
export type View =
  | { readonly kind: 'missing' }
  | { readonly kind: 'open' | 'paid' | 'closed' | 'abandoned'; readonly trade: Trade }

/** The whole page; it asks for nothing else. `back` is where its links lead, empty for nowhere. */
export function cashierPage(view: View, back: string): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>收银台</title>
<style>${style}</style>
</head>
<body><main>${view.kind === 'missing' ? missing : trade(view.kind, view.trade, back)}</main>
<footer>模拟收银台 · 不会产生真实扣款</footer></body>
</html>`
}

const missing = '<p class="mark grey">?</p><h1>订单不存在</h1>'

function trade(
  kind: 'open' | 'paid' | 'closed' | 'abandoned',
  { prepayId, description, totalFen, expiresAt }: Trade,
  back: string,
) {
  const path = `/cashier/${prepayId}`
  const query = back ? `?redirect_url=${encodeURIComponent(back)}` : ''
  const amount = `<p class="amount"><small>¥</small>${(totalFen / 100).toFixed(2)}</p>`
  const leave = back ? `<a class="plain" href="${escaped(back)}">返回商家</a>` : ''
  switch (kind) {
    case 'open':
      return `<h1>${escaped(description)}</h1>${amount}
<p class="note">请在 ${timeText(expiresAt).slice(11, 16)} 前完成支付</p>
<form method="post">
<button formaction="${path}/pay${query}">支付</button>
<button class="plain" formaction="${path}/abandon${query}">放弃</button>
</form>`
    case 'paid':
      return `<p class="mark">✓</p><h1>支付成功</h1>${amount}${leave}`
    case 'closed':
      return `<p class="mark grey">×</p><h1>订单已关闭，无法支付</h1>${amount}${leave}`
    case 'abandoned':
      return `<p class="mark grey">−</p><h1>已放弃支付</h1>${amount}${leave}`
  }
}

const escapes: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replaceAll(/[&<>"']/g, (sign) => escapes[sign] ?? sign)

const style = `
*{box-sizing:border-box;margin:0}
body{min-height:100vh;display:flex;flex-direction:column;align-items:center;justify-content:center;gap:24px;
padding:24px;background:#f2f4f3;color:#1d2521;
font:16px/1.5 system-ui,"PingFang SC","Noto Sans CJK SC","Microsoft YaHei",sans-serif}
main{width:100%;max-width:360px;padding:40px 28px 28px;border-radius:20px;background:#fff;text-align:center;
box-shadow:0 12px 40px rgba(20,60,40,.08)}
h1{font-size:17px;font-weight:500;overflow-wrap:anywhere}
.amount{margin:12px 0 4px;font-size:44px;font-weight:600;font-variant-numeric:tabular-nums}
.amount small{margin-right:4px;font-size:24px;font-weight:500}
.note{color:#66736c;font-size:14px}
form{display:grid;gap:12px;margin-top:32px}
button,a.plain{display:block;width:100%;padding:14px;border:0;border-radius:12px;background:#078a4a;
color:#fff;font:inherit;font-weight:600;text-decoration:none;cursor:pointer}
button:hover{background:#067a41}
button.plain,a.plain{background:#eef2f0;color:#1d2521;font-weight:500}
a.plain{margin-top:28px}
button:focus-visible,a:focus-visible{outline:3px solid #8fd3b0;outline-offset:2px}
.mark{width:64px;height:64px;margin:0 auto 16px;border-radius:50%;background:#078a4a;color:#fff;
font-size:32px;line-height:64px}
.mark.grey{background:#66736c}
footer{color:#5c6861;font-size:13px}
@media (prefers-color-scheme:dark){body{background:#121614;color:#e8eeea}
main{background:#1c2320;box-shadow:none}
button.plain,a.plain{background:#2a332f;color:#e8eeea}.note,footer{color:#9fb0a7}}
`
