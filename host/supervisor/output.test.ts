import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readable } from './output.ts'

test('a log line is time, level, message and what belongs to it', () => {
  const line =
    '{"level":"warn","time":"2026-01-02T03:04:05.678Z","service":"order","orderId":"o1","ms":12,"msg":"slow"}'
  assert.equal(readable(line), '03:04:05.678 warn  slow orderId=o1 ms=12')
})

test('what is no log line stays as it is', () => {
  assert.equal(readable('Listening on 8080'), 'Listening on 8080')
  assert.equal(readable('{ broken'), '{ broken')
})
