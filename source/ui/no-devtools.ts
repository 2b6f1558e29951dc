/** Stands in for `react-devtools-core`, which Ink names but a published command never loads. */
export default { initialize() {}, connectToDevTools() {} };
