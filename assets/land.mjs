import { geoPath } from "d3-geo";
import { feature } from "topojson-client";
import { projection } from "./js/projection.js";

/** One SVG path of all land but Antarctica, in the units of the map's projection. */
export function landPath(atlas) {
  const { features } = feature(atlas, atlas.objects.land);
  const polygons = features.flatMap(({ geometry }) => geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates);
  const inhabited = polygons.filter((rings) => Math.max(...rings[0].map(([, latitude]) => latitude)) > -60);
  return geoPath(projection()).digits(1)({ type: "MultiPolygon", coordinates: inhabited });
}
