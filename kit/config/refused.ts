/**
 * A configuration that cannot be used. The message names every key, what it should be and where it came from.
 */
export class ConfigRefused extends Error {
  override readonly name = 'ConfigRefused'
}
