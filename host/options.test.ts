import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { readOptions } from './options.ts'
import { serviceNames } from './services.ts'
import { Refusal } from './settings.ts'

const read = (...args: readonly string[]) => readOptions(args, { DEMO: '0' })
const refuses = (args: readonly string[], words: RegExp) =>
  assert.throws(
    () => read(...args),
    (error) => error instanceof Refusal && words.test(error.message),
    args.join(' '),
  )

test('without arguments everything runs in one process, nobody supervises it', () => {
  const { topology, supervised, dataDir, configFile } = read()
  assert.deepEqual(topology, { wire: 'direct', here: serviceNames })
  assert.deepEqual([supervised, configFile], [false, join(dataDir, 'config.json')])
})

test('the profile follows DEMO unless it is named', () => {
  assert.equal(readOptions([], {}).profile, 'demo')
  assert.equal(read().profile, 'production')
  assert.equal(read('--profile', 'test').profile, 'test')
})

test('the simulated world never runs beside a real installation', () => {
  assert.equal(readOptions([], {}).wechat, true)
  assert.equal(read().wechat, false)
  assert.equal(read('--services', 'wechat').wechat, false)
})

test('a supervised process runs what it is told to, and the world is not one of its services', () => {
  const { topology, supervised, wechat } = read('--services', 'order,wechat', '--profile', 'test')
  assert.deepEqual([topology.here, supervised, wechat], [['order'], true, true])
})

test('where things are is read from a file, and where to answer from an argument', () => {
  const { topology, platformFile, listen } = read(
    ...['--wire', 'grpc', '--platform', 'platform.json', '--listen', '127.0.0.1:7001'],
  )
  assert.deepEqual([topology.wire, platformFile, listen], ['grpc', 'platform.json', '127.0.0.1:7001'])
  assert.equal(read('--wire', 'grpc').listen, '127.0.0.1:0')
})

test('a process that listens everywhere is told by which host others reach it', () => {
  const everywhere = ['--wire', 'grpc', '--listen', '0.0.0.0:7000']
  assert.equal(read(...everywhere, '--advertise', 'order-1').advertise, 'order-1')
  refuses(everywhere, /--listen 0\.0\.0\.0:7000 is every interface.*--advertise HOST/)
  refuses([...everywhere, '--advertise', ''], /--advertise HOST/)
  refuses(['--wire', 'grpc', '--listen', '[::]:7000'], /--advertise HOST/)
  assert.equal(read('--wire', 'grpc', '--listen', '10.0.0.7:7000').advertise, undefined)
})

test('rpcs are held up in tests only', () => {
  assert.equal(read('--stalls', 'stalls.json', '--profile', 'test').stallsFile, 'stalls.json')
  assert.equal(read('--stalls', 'stalls.json').stallsFile, null)
})

test('what is not known is refused, and the refusal names what there is', () => {
  refuses(['--services', 'order,shop'], /--services shop: there are .*order.*wechat/)
  refuses(['--services', ''], /--services : there are/)
  refuses(['--wire', 'smoke'], /--wire smoke: it is one of direct, codec, grpc/)
  refuses(['--profile', 'prod'], /--profile prod: it is one of demo, production, test/)
  refuses(['--unheard-of'], /--unheard-of/)
  refuses(['loose'], /loose/)
  refuses(['--wire'], /--wire/)
})

test('a profile with open doors binds to loopback only, however it is chosen', () => {
  for (const profile of ['demo', 'test'])
    assert.throws(
      () => readOptions(['--profile', profile], { DEMO: '0', HOST: '0.0.0.0' }),
      (error) => error instanceof Refusal && /loopback/.test(error.message),
    )
  assert.equal(readOptions([], { DEMO: '0', HOST: '0.0.0.0' }).profile, 'production')
})
