# syntax=docker/dockerfile:1
# test/image/run.mjs runs the RUN lines of both first stages, and starts what they make.
FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY nest-cli.json tsconfig.json tsconfig.build.json ./
COPY scripts scripts
COPY libs libs
COPY apps apps
COPY src src
RUN npm run build
# The database is another container's: nothing here looks for a mongod or fetches one.
RUN rm -rf dist/libs/embedded-mongodb

FROM node:24-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev
# npm keeps TypeScript as an optional peer of @nestjs/swagger.
RUN npm uninstall --omit=dev mongodb-memory-server-core && rm -rf node_modules/typescript && npm cache clean --force

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=dependencies /app/node_modules node_modules
COPY --from=build /app/dist dist
COPY package.json ./
# docker compose exec api rowhouse …
RUN ln -s /app/dist/apps/cli/src/main.js /usr/local/bin/rowhouse && chmod +x dist/apps/cli/src/main.js
USER node
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8000) + '/health/live').then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]
# node is process 1: it takes SIGTERM itself and closes cleanly.
# Four helpers of the collector would keep a machine of two cores from serving anybody in its pauses (ADR-0042).
CMD ["node", "--v8-pool-size=1", "dist/src/main.js"]
