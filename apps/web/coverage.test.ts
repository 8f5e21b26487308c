import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { operations } from './gen/operations.ts'

const apps = join(import.meta.dirname, '..')

/** What no screen asks for, and why. */
const unasked: Readonly<Record<string, string>> = {
  refreshSession: 'apps/web/session.ts renews sessions beneath every call',
  followNotifications: 'apps/web/live.ts reads the stream itself',
  listNotifications: 'apps/web/live.ts asks how far the stream is; what is read are messages',
  markNotificationsRead: 'what a person has read are messages, for all their devices at once',
  takeCartItem: 'the old apps take by dish; here a press sets the line it stands beside',
  getImage: 'pictures are asked for by img',
  getBusinessWorkbook: 'the desk asks for workbooks that tell how far they are',
  listAuditLinks: 'for whoever checks the chain by its hashes: docs/decisions/staff-and-audit.md says how',
  describeConfig: 'the operators’',
  changeConfig: 'the operators’',
}

const sources = globSync(['{customer,merchant,web}/**/*.{vue,ts}'], { cwd: apps })
  .filter((path) => !/\.test\.ts$|\/gen\//.test(path))
  .map((path) => readFileSync(join(apps, path), 'utf8'))
  .join('\n')

test('every route of the API has a screen, or a reason to have none', () => {
  const isAsked = (name: string) => sources.includes(`'${name}'`)
  const excused = Object.keys(unasked)
  const silent = Object.keys(operations).filter((name) => !isAsked(name) && !excused.includes(name))
  assert.deepEqual(silent, [])
  assert.deepEqual(
    excused.filter((name) => isAsked(name) || !Object.hasOwn(operations, name)),
    [],
  )
})
