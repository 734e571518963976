FROM alpine:3.20
USER app
RUN cat <<EOF > /etc/motd
hello
