import { Fault } from '../fault.ts'

const hiddenText = 'Something went wrong on our side'

/**
 * The fault as the other side of a call sees it: a new object without its cause; what an internal fault says
 * stays where it happened.
 */
export function crossing(fault: Fault): Fault {
  if (fault.kind === 'internal') return new Fault('internal', fault.reason, hiddenText)
  return new Fault(fault.kind, fault.reason, fault.message, {
    details: { ...fault.details },
    unknown: fault.unknown,
  })
}

/** Whether the work was done stays open: only the wait for it has ended. */
export function deadlineExceeded(): Fault {
  return new Fault('expired', 'DEADLINE_EXCEEDED', 'The answer took too long')
}

/** Nobody reads this answer; it ends the handler and is seen in logs and metrics. */
export function cancelled(): Fault {
  return new Fault('expired', 'CANCELLED', 'The caller has gone')
}

/** `unknown`: whether the request may have been sent. */
export function unreachable(unknown: boolean, cause?: unknown): Fault {
  return new Fault('unavailable', 'UNREACHABLE', 'A service cannot be reached; try again in a moment', {
    unknown,
    cause,
  })
}

/** Nothing was done: the same call may be made again at once, elsewhere. */
export function shuttingDown(): Fault {
  return new Fault('unavailable', 'SHUTTING_DOWN', 'The service is shutting down; try again in a moment')
}

/** `problem` names the field and what it must be, never its value. */
export function messageInvalid(problem: string): Fault {
  return new Fault('invalid', 'MESSAGE_INVALID', problem)
}

/** An integer that a JavaScript number would round; `field` is its name in the contract. */
export function numberUnsafe(field: string): Fault {
  return new Fault('invalid', 'NUMBER_UNSAFE', `${field} must be a whole number of at most 53 bits`)
}
