import {
  type DishSchema,
  type ItemSchema,
  OptionGroupKind,
} from '#contracts/gen/cangqiong/catalog/v1/catalog_pb.js'
import { Refusal } from '#kit/http/refusal.ts'
import type { PlainOf } from '#kit/rpc/message.ts'

type Dish = PlainOf<typeof DishSchema>
type OptionGroup = Dish['optionGroups'][number]
type Options = PlainOf<typeof ItemSchema>['options']

/** A flavour as the old pages write it: `value` is the JSON text of a list of choices. */
export interface Flavor {
  readonly name: string
  readonly value: string
}

/** Old pages name choices and say no more: a customer may choose one, at no price. */
export function readFlavor({ name, value }: Flavor): OptionGroup {
  const choices = choicesOf(value).map((choice) => ({ name: choice, priceFen: 0 }))
  return { kind: OptionGroupKind.UNSPECIFIED, name, minimum: 0, maximum: 1, choices }
}

function choicesOf(value: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(value)
    if (Array.isArray(list) && list.every((each) => typeof each === 'string')) return list
  } catch (cause) {
    throw unreadable({ cause })
  }
  throw unreadable()
}

function unreadable(options: { readonly cause?: unknown } = {}): Refusal {
  return new Refusal(
    'invalid',
    'PARAMETER_INVALID',
    'The value of a flavour is a JSON list of texts',
    options,
  )
}

export function showFlavors({ id, optionGroups }: Dish) {
  return optionGroups.map(({ name, choices }, at) => ({
    id: Number(id) * 100 + at + 1,
    dishId: Number(id),
    name,
    value: JSON.stringify(choices.map((choice) => choice.name)),
  }))
}

/** The chosen words of a cart line, `不要葱,中辣`; null for none. */
export function flavorOf(options: Options): string | null {
  return options.length === 0 ? null : options.map(({ choice }) => choice).join(',')
}

/** Which option of the dish each word means; a word that none has is left to the services to refuse. */
export function optionsOf({ optionGroups }: Dish, flavor: string): Options {
  const taken = new Set<string>()
  return flavor
    .split(/[,，]/)
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .map((choice) => {
      const holds = ({ name, choices, maximum }: OptionGroup) =>
        choices.some((each) => each.name === choice) && (maximum > 1 || !taken.has(name))
      const group = optionGroups.find(holds)?.name ?? ''
      taken.add(group)
      return { group, choice }
    })
}
