"""The one command: it knows each package's cli and loads only the one that is asked for."""

import importlib

import click

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("lms.cli:serve", "Start the site: the web process and its worker."),
    "demo": ("lms.cli:demo", "Fill a demo site with accounts, a cohort and simulated learners."),
    "user": ("lms.cli:user", "Create people, change roles, reset passphrases."),
    "cohort": ("lms.cli:cohort", "Create cohorts and enrol learners."),
    "credential": ("lms.cli:credential", "The keys that sign badges."),
    "lti": ("lms.running.key_commands.platform_key_commands:lti", "The keys with which the site signs towards learning platforms."),
    "mail": ("lms.running.mail_commands:mail", "Read what mail hosts say later of messages that the site sent."),
    "db": ("lms.cli:db", "Create or upgrade the database."),
    "play": ("game.cli:play", "Play the week at home in a window."),
    "content": ("courses.cli:content", "Check, list and export what educators write."),
    "lrs": ("lrs.cli:lrs", "Access keys, export, erasure and forwarding of the statement store."),
    "analytics": ("analytics.cli:analytics", "Feed the lake and print reports."),
    "trial": ("analytics.trial.commands:trial", "A randomised trial of learning, from its protocol to its report."),
    "site-trial": ("lms.running.trials.commands:site_trial", "Trials that the site runs: open, rehearse, close, extract."),
    "audit": ("lms.running.audit_commands:audit", "The audit log: is it whole, and what stands in it of one person."),
    "doctor": ("lms.running.doctor.commands:doctor", "Look at the site as an operator should, and say what to do."),
    "papers": ("lms.running.papers.writing:papers", "Drafts of the papers of data protection, filled from the settings (French)."),
    "browser-edition": ("lms.running.browser_edition.commands:browser_edition", "Fetch what the game in browsers needs, once."),
    "backup": ("lms.cli:backup", "Write an online copy of the database."),
    "backups": ("lms.running.backups.commands:backups", "Encrypted copies of each night: make, list, try, print their key."),
    "upgrade": ("lms.cli:upgrade_site", "Bring a site to the newest form, with a copy before."),
    "restore": ("lms.cli:restore", "Bring a copy back, and apply erasures again."),
}


POOL = "lms.running.pool_commands:pool"
"""`horslesmurs content pool`: beside the commands on content, though it needs the site, which courses know nothing of."""


class LateGroup(click.Group):
    """A group whose commands are imported when asked for, so that `play` never loads Flask and `serve` never loads pygame."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        if cmd_name == "content":
            command.elsewhere["pool"] = POOL
        if module != "game.cli":  # the window is a program of its own, for a person, not for an operator
            importlib.import_module("lms.logs").configure("command", catch_defects=False)
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.command(cls=LateGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="hors-les-murs", prog_name="horslesmurs")
def main() -> None:
    """Hors les murs: cancer care outside hospital walls, learnt at home. Education, not a medical device."""


if __name__ == "__main__":
    main()
