/** When Ink can be used. From source at once; the built command has source/pack/layout.ts here. */
export const ready: Promise<unknown> = Promise.resolve();
