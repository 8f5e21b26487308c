const noTimes = 'services do not know when it was changed last'

/**
 * Rows that do not hold, by their names, and why. They are walked too: one that holds may not stand here, so
 * that the list says what is the case and nothing else.
 */
export const differing: Readonly<Record<string, string>> = {
  'the list of employees shows when each was changed last': noTimes,
  'the flavours stand in the order in which they were sent': 'options are kept in an order of their own',
}
