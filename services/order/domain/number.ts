const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * The number people read out: the shop's day and eight digits (Crockford base 32) of the order id's random
 * part, for instance 261123-7K3M9QPX. Unique by the database, never a timestamp.
 */
export function orderNumber(orderId: string, now: number, timeZone: string): string {
  return `${dayIn(now, timeZone)}-${spell(orderId.replaceAll('-', '').slice(-10))}`
}

function spell(hex: string): string {
  let rest = Number.parseInt(hex, 16)
  let text = ''
  for (let place = 0; place < 8; place++) {
    text = (digits[rest % 32] ?? '0') + text
    rest = Math.floor(rest / 32)
  }
  return text
}

const quarterMs = 15 * 60_000
let lastDay = { timeZone: '', quarter: -1, text: '' }

/**
 * yymmdd of an instant in a time zone; days begin on quarters of an hour everywhere, so one answer serves
 * for one.
 */
function dayIn(instant: number, timeZone: string): string {
  const quarter = Math.floor(instant / quarterMs)
  if (lastDay.quarter !== quarter || lastDay.timeZone !== timeZone) {
    const format = new Intl.DateTimeFormat('sv-SE', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
    lastDay = { timeZone, quarter, text: format.format(instant).replaceAll('-', '').slice(2) }
  }
  return lastDay.text
}
