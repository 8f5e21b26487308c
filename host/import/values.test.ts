import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fenOf, instantOf, lineOf, nameOf, wholeOf } from './values.ts'

test('yuan become fen exactly, and nonsense becomes nothing', () => {
  assert.deepEqual(
    ['12.50', '0.01', '56', '1.15', '-3.00', '8.995'].map(fenOf),
    [1250, 1, 5600, 115, -300, 900],
  )
  assert.deepEqual([null, '', 'x', '1,5', '1e3', '99999999999'].map(fenOf), Array(6).fill(undefined))
})

test('dates are China’s; no date, a zero date and nonsense are nothing', () => {
  assert.equal(instantOf('2024-03-01 08:00:00'), Date.UTC(2024, 2, 1))
  assert.equal(instantOf('2024-03-01'), Date.UTC(2024, 1, 29, 16))
  assert.equal(instantOf('2024-03-01 08:00:00.000'), Date.UTC(2024, 2, 1))
  const none = [null, '', '0000-00-00 00:00:00', '2024-02-31 99:00:00', 'yesterday', '1969-01-01 00:00:00']
  assert.deepEqual(none.map(instantOf), Array(6).fill(undefined))
})

test('whole numbers are read, and nothing else is', () => {
  assert.deepEqual(['7', '-2', '0'].map(wholeOf), [7, -2, 0])
  assert.deepEqual([null, '', '1.5', 'x'].map(wholeOf), Array(4).fill(undefined))
})

test('texts become lines and names that a menu may have', () => {
  assert.equal(lineOf('a\n b\t\u0000c', 9), 'a  b c')
  assert.equal(lineOf('外卖外卖', 3), '外卖外')
  assert.equal(nameOf('【酸菜/鱼】', 20), '【酸菜/鱼】')
  assert.equal(nameOf(' 可乐1.5L*2（大）：“冰”#%&', 20), '可乐1.5L*2（大）：“冰”#%&')
  assert.equal(nameOf('茶\u202e\u200b 水<b>', 20), '茶 水 b')
  assert.equal(nameOf('米饭 (大) + 汤', 20), '米饭 (大) + 汤')
})
