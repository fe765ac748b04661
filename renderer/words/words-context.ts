import { createContext, useContext } from 'react';

import { createWords, type Words } from './create-words.ts';

export const WordsContext = createContext<Words>(createWords());

export const useWords = (): Words => useContext(WordsContext);
