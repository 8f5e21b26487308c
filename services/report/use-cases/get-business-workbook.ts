import { dayOf, nameOfDay, numberOfDay } from '../domain/day.ts'
import type { Period } from '../domain/period.ts'
import type { Person } from '../domain/person.ts'
import { languageOf, sheetOf } from '../domain/sheet.ts'
import type { ReportNeeds } from '../ports.ts'
import { getBusiness } from './get-business.ts'

const usualDays = 30

export interface WorkbookWish extends Period {
  readonly shopId: string
  readonly language: string
}

export interface BusinessWorkbook extends Period {
  readonly body: Uint8Array
}

/** The business of a period as a workbook; of the thirty days up to yesterday where none is named. */
export async function getBusinessWorkbook(
  needs: Pick<ReportNeeds, 'store' | 'writer' | 'clock' | 'rule'>,
  by: Person,
  { shopId, language, ...asked }: WorkbookWish,
): Promise<BusinessWorkbook> {
  const today = numberOfDay(dayOf(needs.clock.now(), needs.rule()))
  const isUsual = asked.from === '' && asked.to === ''
  const period = isUsual ? { from: nameOfDay(today - usualDays), to: nameOfDay(today - 1) } : asked
  const words = languageOf(language)
  const business = await getBusiness(needs, by, { shopId, ...period })
  return { ...period, body: await needs.writer.write(sheetOf(business, period, words)) }
}
