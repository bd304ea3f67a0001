import { openDb, inTransaction, toDbInstant } from "./app/platform/db.server";
import { readFileSync, rmSync } from "node:fs";
import Database from "better-sqlite3";
import { projectDeliveries } from "./app/pipeline/projections/registry.server";
import { mapOrder } from "./app/pipeline/projections/orders/mapping";
import { OrderPayload } from "./app/pipeline/projections/orders/payload";
import { parseBody } from "./app/pipeline/projections/payload/json";
rmSync("/tmp/proj/p.db",{force:true}); rmSync("/tmp/proj/p.db-wal",{force:true});
const raw = new Database("/tmp/proj/p.db"); raw.exec(readFileSync("prisma/migrations/20261123000000_foundation/migration.sql","utf8")); raw.close();
const times=new Map<string,[number,number]>();
{ const d=new Database(":memory:"); const proto=Object.getPrototypeOf(d.prepare("select 1")); for (const m of ["run","all","raw","get"]) { const orig=proto[m]; if(!orig) continue; if(m==="raw") continue; proto[m]=function(...a:any[]){ const t=performance.now(); try { return orig.apply(this,a);} finally { const k=this.source.replace(/\s+/g," ").slice(0,90); const e=times.get(k)??[0,0]; e[0]+=performance.now()-t; e[1]++; times.set(k,e);} }; } d.close(); }
const db = await openDb("file:/tmp/proj/p.db");
const shop={id:"s1",domain:"demo-shop.myshopify.com",currencyCode:"USD",ianaTimezone:"America/New_York"};
const base = readFileSync("../shared/fixtures/webhooks/orders__create/doc-2026-01-gadget.json","utf8").replace(/\d{15,}/g, (d)=>d.slice(0,13));
const tpl = JSON.parse(base);
function body(i:number){ tpl.id=6100000000000+i; tpl.admin_graphql_api_id="gid://shopify/Order/"+tpl.id; tpl.test=false; tpl.total_outstanding="0.00"; tpl.cancelled_at=null; tpl.financial_status="paid"; tpl.updated_at=tpl.processed_at=tpl.created_at="2026-11-22T10:00:00-05:00"; tpl.customer.id=7000000+ (i%3000); tpl.customer.admin_graphql_api_id="gid://shopify/Customer/"+tpl.customer.id; tpl.line_items.forEach((l:any,k:number)=>{l.id=tpl.id*10+k; l.product_id=5;l.admin_graphql_api_id="gid://shopify/LineItem/"+l.id; }); return JSON.stringify(tpl); }
console.log("bytes", body(1).length, "lines", tpl.line_items.length);
const cpu=(name:string,n:number,f:(i:number)=>unknown)=>{ for(let i=0;i<300;i++) f(i%n); const c0=process.cpuUsage(); for(let i=0;i<n;i++) f(i); const c=process.cpuUsage(c0); console.log(name,((c.user+c.system)/n).toFixed(1),"us cpu"); };
{ const bs=Array.from({length:3000},(_,i)=>body(i)); const parsed=bs.map(b=>JSON.parse(b)); const idOf=(x:string)=>"s1_"+x; const t=new Date();
cpu("JSON.parse",3000,i=>JSON.parse(bs[i]!)); cpu("parseBody",3000,i=>parseBody(bs[i]!)); cpu("zod",3000,i=>OrderPayload.parse(parsed[i])); cpu("mapOrder",3000,i=>mapOrder({body:parsed[i],shop,triggeredAt:t,idOf})); }
for (const batch of [200]) {
  const n = batch===1?300:6000; const start = batch*10_000_000;
  const bodies = Array.from({length:n},(_,i)=>body(start+i));
  const c0=process.cpuUsage(); const t0=performance.now();
  for (let i=0;i<n;i+=batch) await inTransaction(db, tx=>projectDeliveries(tx,{shop,deliveries:bodies.slice(i,i+batch).map((b,k)=>({deliveryId:String(i+k),topic:"orders/create",body:b,triggeredAt:new Date("2026-11-22T15:00:00.5Z")})),now:new Date()}));
  const c=process.cpuUsage(c0); console.log("batch",batch,((performance.now()-t0)*1000/n).toFixed(0),"us wall/delivery",((c.user+c.system)/n).toFixed(0),"us cpu");
}
for (const [k,[t,n]] of [...times].sort((a,b)=>b[1][0]-a[1][0]).slice(0,22)) console.log((t*1000/6000).toFixed(1),"us/delivery",n,"x",k); await db.$disconnect();
