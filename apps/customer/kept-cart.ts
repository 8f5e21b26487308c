import { ref, shallowRef } from 'vue'
import type { Cart, Item } from '../web/gen/operations.ts'
import { personNow } from './api.ts'
import { type CartLine, isOnlyHere, withNames } from './cart-lines.ts'

const place = 'cart'

interface Needs {
  /** What an item is called, where the menu knows it. */
  readonly nameOf: (item: Item) => string | undefined
  /** Hears why a change was undone. */
  readonly refused: (thrown: unknown) => void
}

/** Lines that survive a reload; changes are shown at once and asked for one after the other. */
export function createKeptCart({ nameOf, refused }: Needs) {
  const lines = shallowRef(begin())
  const isBusy = ref(false)
  let known = lines.value
  let asked: Promise<unknown> = Promise.resolve()
  let waiting = 0

  function show(next: readonly CartLine[]): void {
    lines.value = withNames(next, lines.value, nameOf)
    known = lines.value
    write(lines.value)
  }

  /** What the server says last is what counts; what is still to be asked stands already. */
  async function change(next: readonly CartLine[], ask: (known: readonly CartLine[]) => Promise<Cart>) {
    const asker = personNow()
    if (asker === '') return show(next)
    lines.value = withNames(next, lines.value, nameOf)
    isBusy.value = true
    waiting += 1
    const answer = asked.then(async () => {
      // Nobody's wishes are obeyed, nor answered, in the cart of whoever comes next.
      if (personNow() !== asker) return
      const told = (await ask(known)).lines
      if (personNow() === asker) known = told
    })
    asked = answer.catch(() => undefined)
    try {
      await answer
    } catch (thrown) {
      if (personNow() === asker) refused(thrown)
    } finally {
      waiting -= 1
      if (waiting === 0) {
        isBusy.value = false
        show(known)
      }
    }
  }
  return { lines, isBusy, show, change }
}

/** With nobody logged in, what the order service has of somebody is not shown. */
function begin(): readonly CartLine[] {
  return personNow() === '' ? read().filter(isOnlyHere) : read()
}

/**
 * Takes one line out of what no server knows of yet. It leaves before it is asked for, so that no second try,
 * in whichever tab, asks for it again.
 */
export function takeOnlyHere(): CartLine | undefined {
  const all = read()
  const line = all.find(isOnlyHere)
  if (line) write(all.filter((other) => other !== line))
  return line
}

export function giveBack(line: CartLine): void {
  write([...read(), line])
}

function read(): readonly CartLine[] {
  const text = localStorage.getItem(place)
  return text === null ? [] : JSON.parse(text)
}

function write(lines: readonly CartLine[]): void {
  localStorage.setItem(place, JSON.stringify(lines))
}
