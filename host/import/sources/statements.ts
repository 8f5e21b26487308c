import { Refusal } from '../../settings.ts'

/** Longer than any INSERT that a dump makes: its packets have 16 MiB by default, and 1 MiB in practice. */
const lengthMax = 128 * 1024 * 1024

/** What may begin something in which a semicolon ends nothing. */
const special = /['"`;#]|--(?=[\s]|$)|\/\*/g

/** Cuts SQL text into statements without comments, holding one at a time. */
export async function* statementsOf(chunks: AsyncIterable<string>): AsyncGenerator<string, void, void> {
  const cutter = new Cutter()
  for await (const chunk of chunks) yield* cutter.cut(chunk, false)
  yield* cutter.cut('\n', true)
}

class Cutter {
  #text = ''
  /** How far it was looked at: everything before is of the statement under way. */
  #at = 0

  /** The statements that the chunk completes. */
  cut(chunk: string, isLast: boolean): readonly string[] {
    const statements: string[] = []
    this.#text += chunk
    if (this.#text.length > lengthMax) throw new Refusal('the dump holds a statement of more than 128 MiB')
    for (let found = this.#next(isLast); found !== null; found = this.#next(isLast)) statements.push(found)
    if (isLast && /^\s*(insert|replace)\b/i.test(this.#text))
      throw new Refusal('the dump ends in the middle of an INSERT: it is not whole')
    return statements.map((statement) => statement.trim()).filter((statement) => statement !== '')
  }

  /** The next whole statement; null where the text ends before it does. */
  #next(isLast: boolean): string | null {
    for (;;) {
      special.lastIndex = this.#at
      const found = special.exec(this.#text)
      if (!found) return this.#wait(Math.max(this.#at, this.#text.length - 2))
      const { index, 0: mark } = found
      if (mark === ';') return this.#take(index)
      // Whether two dashes or a slash begin a comment shows by what follows.
      if (!isLast && index + 3 > this.#text.length) return this.#wait(index)
      const end = endOf(this.#text, index, mark)
      if (end === -1) return this.#wait(index)
      if (isQuote(mark)) this.#at = end
      else this.#drop(index, end)
    }
  }

  #wait(at: number): null {
    this.#at = at
    return null
  }

  #take(end: number): string {
    const statement = this.#text.slice(0, end)
    this.#text = this.#text.slice(end + 1)
    this.#at = 0
    return statement
  }

  #drop(from: number, to: number): void {
    this.#text = `${this.#text.slice(0, from)} ${this.#text.slice(to)}`
    this.#at = from
  }
}

const isQuote = (mark: string) => mark === "'" || mark === '"' || mark === '`'

/** Behind what the mark begins; −1 where the text ends first. */
function endOf(text: string, from: number, mark: string): number {
  if (isQuote(mark)) return endOfQuoted(text, from + 1, mark)
  const [close, length] = mark === '/*' ? ['*/', 2] : ['\n', 0]
  const end = text.indexOf(close, from + mark.length)
  return end === -1 ? -1 : end + length
}

/** A doubled quote ends one text and begins the next, which comes to the same here. */
function endOfQuoted(text: string, from: number, quote: string): number {
  for (let at = from; at < text.length; at++) {
    const sign = text[at]
    if (sign === '\\' && quote !== '`') at++
    else if (sign === quote) return at + 1
  }
  return -1
}
