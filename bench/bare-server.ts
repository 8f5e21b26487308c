import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

/**
 * The baseline of menu-read: node:http that knows nothing but these bytes. Argument: the file that holds
 * them.
 */
const body = readFileSync(process.argv[2] ?? '')
const headers = { 'content-type': 'application/json; charset=utf-8', 'content-length': body.length }

const server = createServer((_request, response) => {
  response.writeHead(200, headers)
  response.end(body)
})
server.listen(0, '127.0.0.1', () => process.send?.(server.address()))
