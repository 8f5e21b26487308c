# The very etcd that the tests run against.
FROM debian:12-slim
RUN apt-get update \
  && apt-get install -y --no-install-recommends etcd-server etcd-client \
  && rm -rf /var/lib/apt/lists/* \
  && mkdir -p /var/lib/etcd && chown etcd:etcd /var/lib/etcd
ENV ETCDCTL_API=3
USER etcd
ENTRYPOINT ["etcd"]
