import { UserService } from '/work/main/contracts/gen/cangqiong/user/v1/user_pb.js'
import { createGrpcServer } from '/work/main/kit/rpc/grpc-server.ts'
import { grpcTransport } from '/work/main/kit/rpc/grpc-client.ts'
import { clientOf } from '/work/main/kit/rpc/client.ts'
import { serve } from '/work/main/kit/rpc/service.ts'
import { systemClock } from '/work/main/kit/clock.ts'
import { silentLog } from '/work/main/kit/telemetry/log.ts'
import { withContext } from '/work/main/kit/context.ts'
import grpc from '@grpc/grpc-js'
import loader from '@grpc/proto-loader'
const address = { id:'7', consignee:'张三', phone:'13800000000', sex:'M', province:'北京', city:'北京', district:'朝阳', detail:'望京 1 号', label:'公司', isDefault:true }
const server = createGrpcServer({served:()=>[serve(UserService,{ getAddress: async () => address } as never)],host:'127.0.0.1',port:0,clock:systemClock,log:silentLog})
await server.start?.()
const tr = grpcTransport({addresses:()=>[server.address()],clock:systemClock})
const c = clientOf(UserService,tr)
const pkg = grpc.loadPackageDefinition(loader.loadSync('cangqiong/user/v1/user.proto',{includeDirs:['/work/main/contracts'],longs:Number})) as any
const raw = new grpc.Server(); raw.addService(pkg.cangqiong.user.v1.UserService.service,{GetAddress:(call:any,cb:any)=>{call.getDeadline();call.metadata.get('traceparent');cb(null,address)}})
const port = await new Promise<number>((r)=>raw.bindAsync('127.0.0.1:0',grpc.ServerCredentials.createInsecure(),(e,p)=>r(p)))
const rc = new pkg.cangqiong.user.v1.UserService('127.0.0.1:'+port,grpc.credentials.createInsecure())
const rawCall=()=>new Promise((res,rej)=>{const m=new grpc.Metadata();m.set('traceparent','00-'+'1'.repeat(32)+'-'+'2'.repeat(16)+'-00');m.set('x-by','customer:7');rc.getAddress({addressId:'7'},m,{deadline:Date.now()+1000},(e:any,v:any)=>e?rej(e):res(v))})
async function run(name:string,f:()=>Promise<unknown>,n:number){const cpu=process.cpuUsage();const s=performance.now();let done=0;const worker=async()=>{while(done++<n)await f()};await Promise.all(Array.from({length:32},worker));const u=process.cpuUsage(cpu);console.log(name,((u.user+u.system)/n).toFixed(1),'µs cpu both sides',(n/(performance.now()-s)*1000).toFixed(0),'/s')}
for(let i=0;i<3;i++){
await run('raw',rawCall,15000)
await withContext({deadline:Date.now()+60000,signal:new AbortController().signal,traceId:'1'.repeat(32),spanId:'2'.repeat(16),by:{kind:'customer',id:'7'}},()=>run('ours',()=>c.getAddress({addressId:'7'}),15000))
}
process.exit(0)
