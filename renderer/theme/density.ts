import { createContext, useContext } from 'react';

export type Density = 'dense' | 'roomy';

/** Height of a table row in px; `base.css` holds the same numbers for plain lists. */
export const TABLE_ROW_PX: { readonly [Key in Density]: number } = { dense: 32, roomy: 38 };

export const DensityContext = createContext<Density>('dense');

export const useDensity = (): Density => useContext(DensityContext);
