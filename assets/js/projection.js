import { geoEqualEarth } from "d3-geo";

export const WIDTH = 1000;
export const HEIGHT = 487;

/** The world as the network lies in it: Asia in the middle, the Pacific whole, cut in the Atlantic. */
export function projection() {
  return geoEqualEarth().rotate([-150, 0]).precision(0.05).fitSize([WIDTH, HEIGHT], { type: "Sphere" });
}
