import { demoCustomers, demoEmployees } from './demo/people.ts'
import type { Options } from './options.ts'
import type { Running } from './run.ts'

/** What is printed once everything is up. */
export function told(options: Options, running: Running, startedAt: number): string {
  const url = running.httpAddress()
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  const lines = [
    '',
    '  苍穹外卖 Cangqiong',
    '',
    `  start page      ${url}/`,
    `  order a meal    ${url}/app/`,
    `  run the shop    ${url}/console/`,
    `  an existing     nginx: location /api/ { proxy_pass ${url}/admin/; }`,
    '    console       and /user/, /ws/ alike (docs/old-face.md)',
    ...(options.profile === 'demo' ? demoDoors(url, running.wechatAddress()) : firstSteps(options.dataDir)),
    '',
    `  ready in ${seconds} s · data in ${options.dataDir} · Ctrl-C stops`,
  ]
  return lines.join('\n')
}

function demoDoors(url: string, wechatUrl: string): readonly string[] {
  return [
    `  API             ${url}/docs   (OpenAPI: ${url}/v1/openapi.json)`,
    `  WeChat (simulated, with its cashier)  ${wechatUrl}`,
    '',
    `  customers       phone ${demoCustomers[0]?.phone} and 11 more; the login code is shown`,
    ...demoEmployees.map(({ username, password, name }) => `  ${name}            ${username} / ${password}`),
    '',
    `  try             npm run demo -- --url ${url}   (one order from login to the door)`,
    '  demo passwords, loopback only: never for production',
  ]
}

function firstSteps(dataDir: string): readonly string[] {
  return [
    '',
    '  the first manager: stop the platform, then',
    `      npm run manager -- --data ${dataDir} --username NAME`,
    `  WeChat Pay: the merchant's credentials go into ${dataDir}/wechat.json (docs/wechat.md);`,
    '      then start again',
  ]
}
