"""Who follows a platform's course, asked of the platform and laid beside who came here (Names and Role Provisioning Services 2.0)."""
