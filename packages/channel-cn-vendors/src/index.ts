export * from './huawei/index.ts'
export * from './xiaomi/index.ts'
