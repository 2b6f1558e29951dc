/**
 * Yoga, which Ink lays out with, as the built command has it: filled in when `ready` is, because parts
 * are loaded without waiting. The package itself waits while it is loaded.
 */
import { loadYoga } from 'yoga-layout/load';

const layout = {};

export default layout;

export const ready: Promise<unknown> = loadYoga().then(yoga => Object.assign(layout, yoga));
