import type { OldRow } from '../schema.ts'
import { lineOf, type Mapped } from '../values.ts'

export interface NewAddress {
  readonly customerId: string
  readonly fields: {
    readonly consignee: string
    readonly phone: string
    readonly sex: string
    readonly province: string
    readonly city: string
    readonly district: string
    readonly detail: string
    readonly label: string
    readonly provinceCode: string
    readonly cityCode: string
    readonly districtCode: string
  }
  readonly isDefault: boolean
}

const sexes: Readonly<Record<string, string>> = { 0: 'F', 1: 'M' }
/** As the old mini program numbered them; others wrote the word itself. */
const labels: Readonly<Record<string, string>> = { 1: '公司', 2: '家', 3: '学校' }

/** Codes of regions only help old pages to choose them again: what is none is left behind. */
const codeOf = (code: string | null | undefined) => /^[0-9A-Za-z-]{1,12}$/.exec(code ?? '')?.[0] ?? ''

export function addressOf(row: OldRow, customerId: string | undefined): Mapped<NewAddress> {
  if (customerId === undefined) return { skip: 'CUSTOMER_MISSING' }
  return {
    take: {
      customerId,
      fields: {
        consignee: lineOf(row.consignee, 50),
        phone: row.phone ?? '',
        sex: sexes[row.sex ?? ''] ?? '',
        province: lineOf(row.province_name, 32),
        city: lineOf(row.city_name, 32),
        district: lineOf(row.district_name, 32),
        detail: lineOf(row.detail, 200),
        label: labels[row.label ?? ''] ?? lineOf(row.label, 20),
        provinceCode: codeOf(row.province_code),
        cityCode: codeOf(row.city_code),
        districtCode: codeOf(row.district_code),
      },
      isDefault: row.is_default === '1',
    },
    notes: [],
  }
}
