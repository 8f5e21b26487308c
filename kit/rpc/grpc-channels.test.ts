import assert from 'node:assert/strict'
import { test } from 'node:test'
import { targetOf } from './grpc-channels.ts'

test('an address becomes a target in the notation of gRPC', () => {
  assert.equal(targetOf('127.0.0.1:1'), 'ipv4:127.0.0.1:1')
  assert.equal(targetOf('[::1]:1'), 'ipv6:[::1]:1')
  assert.equal(targetOf('localhost:1'), 'dns:///localhost:1')
  assert.equal(targetOf('order-1:7003'), 'dns:///order-1:7003')
})
