namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>How the script on the instance ended, in its own words.</summary>
internal enum ResetStatus
{
    /// <summary>The new password is set.</summary>
    Done,

    /// <summary>The machine is a domain controller; nothing was changed.</summary>
    DomainController,

    /// <summary>There is no such local account; nothing was changed.</summary>
    AccountNotFound,

    /// <summary>Windows took none of three passwords; nothing was changed.</summary>
    PasswordRefused,

    /// <summary>PowerShell may not call .NET there; nothing was changed.</summary>
    ConstrainedLanguage,

    /// <summary>Something else went wrong before a password was set.</summary>
    Failed,
}
