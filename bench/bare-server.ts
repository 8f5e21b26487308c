import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/**
 * The baseline of menu-read: node:http that knows nothing but one answer, the same bytes with the same
 * headers. Argument: a file that holds {headers, body} with the body in base64.
 */
const answer = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'))
const body = Buffer.from(answer.body, 'base64')
const headers: string[] = answer.headers

const server = createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
