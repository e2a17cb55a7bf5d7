"""Run the site with demonstration data, worker included, until Ctrl-C."""

import signal
import time
from typing import Any

from django.core.management.base import BaseCommand

from demo import accounts
from demo.database import prepare_database
from demo.story import tell
from demo.supervisor import Site


class Command(BaseCommand):
    help = "Run the site with demonstration data, a worker and beat, until Ctrl-C."

    def handle(self, *_args: Any, **_options: Any) -> None:
        self._say("准备数据库 · preparing the database")
        prepare_database()
        # A stop must reach the children, also one by `kill` or of a start in the background.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        try:
            with Site() as site:
                tell(self._say, site.check)
                site.wait_until_answering()
                self._show(site.url)
                while True:
                    time.sleep(1)
                    site.check()
        except KeyboardInterrupt:
            self._say("已停止，可再次启动 · stopped; start it again at any time")

    def _say(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()

    def _show(self, url: str) -> None:
        lines = [
            f"{account.username:10} {account.name:8}\t{account.look_at}"
            for account in accounts.ACCOUNTS
        ]
        lines += [
            f"{name:10} 管理员（{url}admin/）"
            for name in (accounts.SYSTEM_ADMIN, accounts.SECURITY_ADMIN)
        ]
        self._say(
            f"\n网站已就绪 · the site answers at  {url}\n"
            f"所有演示账号的密码 · password of every account:  {accounts.PASSWORD}\n\n"
            + "\n".join(lines)
            + f"\n\n先看 · look first, as office:  {url}assessment/cycles/"
            "\n    “2023年度设区市综合考核”的结果，点任一得分看它的由来"
            f"\n编组 · assessment groups, as office:  {url}evaluators/plans/"
            f"\n评分表（手机）· score sheets on a phone, as evaluator:  {url}assessment/sheets/"
            "\n人员均为虚构（包括 573 名考评员），演练数据和打分随机生成"
            "\nall persons are invented, the 573 evaluators too; drill figures and marks are random"
            "\n按 Ctrl-C 停止 · Ctrl-C stops everything."
        )
