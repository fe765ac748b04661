import { config } from 'zod';

/** The window's policy forbids code made from text; told so before any schema exists, zod does not try. */
config({ jitless: true });
