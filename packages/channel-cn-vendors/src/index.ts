export * from './harmony/index.ts'
export * from './honor/index.ts'
export * from './huawei/index.ts'
export * from './xiaomi/index.ts'
