import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Instance } from './discovery.ts'
import { hostOf, viewOf } from './nacos-instances.ts'

const ours: Instance = {
  id: 'one',
  address: '10.0.0.1:7000',
  zone: 'zone 北',
  version: '2.0.1-rc.1',
  weight: 0,
  state: 'draining',
}

test('what was announced is read again as it was, at every kind of address', () => {
  for (const address of ['10.0.0.1:7000', '[::1]:7000', 'order-1.shop:7000', '10.0.0.1:80']) {
    const instance = { ...ours, address }
    assert.deepEqual(read(hostOf(instance)), [instance])
  }
})

test('who registered without us is known by its address, with its weight', () => {
  const address = '10.0.0.9:8080'
  const expected = { id: address, address, zone: '', version: '', weight: 50, state: 'ready' }
  assert.deepEqual(read({ ip: '10.0.0.9', port: 8080, weight: 0.5, metadata: {} }), [expected])
  assert.deepEqual(read({ ip: '10.0.0.9', port: 8080, weight: 0.5, metadata: null }), [expected])
})

test('who is unhealthy or was switched off is not there', () => {
  assert.deepEqual(read({ ...hostOf(ours), healthy: false }), [])
  assert.deepEqual(read({ ...hostOf(ours), enabled: false }), [])
})

test('a service is named with and without its group', () => {
  const named = (name: string) => viewOf({ name, hosts: [], lastRefTime: 7 })
  assert.deepEqual(named('CANGQIONG@@order'), { service: 'order', instances: [], at: 7 })
  assert.deepEqual(named('order'), { service: 'order', instances: [], at: 7 })
})

function read(host: unknown): readonly Instance[] {
  return viewOf({ name: 'order', hosts: [host], lastRefTime: 1 }).instances
}
