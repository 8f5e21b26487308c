import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetOf } from './grpc-channels.ts'

test('addresses become a target in the notation of gRPC', () => {
  assert.equal(targetOf('dns:///order:7003'), 'dns:///order:7003')
  assert.equal(
    targetOf(() => ['127.0.0.1:1', '127.0.0.1:2']),
    'ipv4:127.0.0.1:1,127.0.0.1:2',
  )
  assert.equal(
    targetOf(() => ['[::1]:1']),
    'ipv6:[::1]:1',
  )
  assert.equal(
    targetOf(() => ['localhost:1']),
    'dns:///localhost:1',
  )
  assert.throws(() => targetOf(() => ['order-1:1', 'order-2:1']), /must be IP addresses/)
})
