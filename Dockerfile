# Everything, sources and tools too: for commands an operator runs (`npm run seal:rotate`, `npm run verify-aggregates`).
FROM node:24-slim AS tools
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY . .
# The clients of both databases: DATABASE_URL decides when the container starts.
RUN npm run generate && npm run build

FROM tools AS pruned
RUN npm prune --omit=dev --no-audit --no-fund

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATABASE_URL=file:/data/perennial.db
WORKDIR /app
COPY --from=pruned /app/node_modules ./node_modules
COPY --from=pruned /app/build ./build
COPY --from=pruned /app/prisma ./prisma
COPY --from=pruned /app/package.json /app/prisma.config.ts ./
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
# The web process, after the migrations. From the same image: `npm run worker`, and where several web processes run,
# `npm run migrate` once and `npm run web` each (compose.yaml). On SQLite all share /data.
CMD ["npm", "start"]
