/** On the surface of the earth, in millionths of a degree. */
export interface Location {
  readonly latitudeE6: number
  readonly longitudeE6: number
}
