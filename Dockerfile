# One image for every service: which of them a container is, its arguments say (docs/deploy.md).
ARG NODE=24.21.0

FROM node:${NODE}-bookworm-slim AS packages
WORKDIR /cangqiong
COPY package.json package-lock.json .npmrc ./
# The image has its Node: the one that comes as a package is for machines with an older one.
RUN npm install --no-audit --no-fund --omit=dev && rm -rf node_modules/node-linux-*

FROM packages AS pages
COPY apps ./apps
COPY kit ./kit
COPY services ./services
COPY host ./host
RUN node --disable-warning=ExperimentalWarning host/pages/build.ts /pages

FROM node:${NODE}-bookworm-slim
ARG RELEASE=unreleased
LABEL org.opencontainers.image.title="cangqiong" \
      org.opencontainers.image.description="A takeout platform as microservices" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${RELEASE}"
ENV NODE_ENV=production DEMO=0 HOST=0.0.0.0 PORT=8080 DATA_DIR=/data CANGQIONG_PLATFORM_RELEASE=${RELEASE}
WORKDIR /cangqiong
COPY --from=packages /cangqiong/node_modules ./node_modules
COPY package.json ./
COPY contracts/gen ./contracts/gen
COPY kit ./kit
COPY simulators ./simulators
COPY services ./services
COPY host ./host
COPY --from=pages /pages ./.cache/pages
RUN mkdir /data && chown 10001:10001 /data
USER 10001:10001
# Node itself is the first process and hears SIGTERM: npm would stand between.
ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "host/start.ts"]
