export * from './xiaomi/index.ts'
