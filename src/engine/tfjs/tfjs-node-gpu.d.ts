// The optional dependency, as much of it as we use: typed here so that the project compiles where its download failed.
declare module '@tensorflow/tfjs-node-gpu' {
  export * from '@tensorflow/tfjs-core';
}
