import { Fault } from '../fault.ts'
import { type Layers, resolve } from './resolve.ts'
import type { Setting } from './schema.ts'
import { type Tree, withoutValue, withValue } from './tree.ts'

/** A value somebody would like; `null` for what lies below the document. */
export interface Wish {
  readonly key: string
  readonly value: unknown
}

/** Whether these could be taken over while running; throws a fault CONFIG_… that names the key. */
export function checkWishes(wishes: readonly Wish[], layers: Layers): void {
  const { prefix, document } = layers
  let section: Tree = document?.sections[prefix] ?? {}
  for (const { key, value } of wishes) {
    const { path } = changeable(key, layers)
    section = value === null ? withoutValue(section, path) : withValue(section, path, value)
  }
  const changeOf = () => undefined
  const wished = { version: '', by: '', at: 0, changeOf, sections: { [prefix]: section } }
  const found = resolve({ ...layers, document: wished, documentName: 'what was asked for' })
  if ('tree' in found) return
  const problems = found.complaints.map((complaint) => `${prefix}.${complaint}`).join('; ')
  throw new Fault('invalid', 'CONFIG_VALUE_INVALID', problems, { details: { problems } })
}

/** The setting of a key, if a document can change it while running. */
function changeable(key: string, { prefix, settings, env }: Layers): Setting {
  const name = `${prefix}.${key}`
  const details = { setting: name }
  const fixed = (why: string) => new Fault('precondition', 'CONFIG_FIXED', `${name} ${why}`, { details })
  const setting = settings.find((each) => each.key === key)
  if (!setting) throw new Fault('missing', 'CONFIG_KEY_MISSING', `there is no setting ${name}`, { details })
  if (setting.secret) throw fixed('is secret and is not changed here')
  if (!setting.live) throw fixed('cannot change while running')
  if (env[setting.variable] !== undefined) throw fixed(`is set by the variable ${setting.variable}`)
  return setting
}
