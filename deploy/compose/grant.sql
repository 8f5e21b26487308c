-- Each service makes its own database, cangqiong_order and so on, at its first start.
GRANT ALL PRIVILEGES ON `cangqiong\_%`.* TO 'cangqiong'@'%';
