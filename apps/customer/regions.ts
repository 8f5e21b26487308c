import { areaList } from '@vant/area-data'

/** Provinces, cities and districts by their administrative codes: 11 Beijing, 1101, 110108 Haidian. */
export interface Region {
  readonly code: string
  readonly name: string
}

export const provinces: readonly Region[] = within(areaList.province_list, '')

export function citiesOf(province: string): readonly Region[] {
  return within(areaList.city_list, codeOf(provinces, province).slice(0, 2))
}

export function districtsOf(province: string, city: string): readonly Region[] {
  return within(areaList.county_list, codeOf(citiesOf(province), city).slice(0, 4))
}

/** Nothing lies within what is not known. */
const nowhere = '-'

function codeOf(regions: readonly Region[], wanted: string): string {
  return regions.find(({ name }) => name === wanted)?.code ?? nowhere
}

function within(list: Readonly<Record<string, string>>, above: string): readonly Region[] {
  return Object.entries(list)
    .filter(([code]) => code.startsWith(above))
    .map(([code, name]) => ({ code, name }))
}
