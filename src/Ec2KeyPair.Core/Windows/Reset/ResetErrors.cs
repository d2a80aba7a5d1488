using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.RunCommand;
using Ec2KeyPair.Core.Text;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Why there is no new password, and whether the old one still holds.</summary>
internal static class ResetErrors
{
    private const string Again = "Run Reset-EC2WindowsPassword again: it sets another password, whatever holds now.";

    /// <summary>What the script on the instance answered, when that is no password.</summary>
    internal static Ec2KeyPairException Of(ResetAnswer answer, string instanceId, string? userName) => answer.Status switch
    {
        ResetStatus.DomainController => new(
            ErrorCondition.DomainControllerUnsupported,
            $"{instanceId} is a domain controller: it has no local accounts, and its Administrator is that of the whole domain. Nothing was changed.",
            instanceId,
            "Set the password of the domain account with Active Directory's own tools (Set-ADAccountPassword), or Directory Service's ResetUserPassword."),
        ResetStatus.AccountNotFound => new(
            ErrorCondition.AccountNotFound,
            userName is null
                ? $"{instanceId} has no built-in Administrator (SID -500). Nothing was changed."
                : $"{instanceId} has no local account '{Printable.Text(userName)}'. Nothing was changed.",
            instanceId,
            userName is null ? "Name an account with -UserName." : "Leave -UserName out for the built-in Administrator, whatever its name is."),
        ResetStatus.PasswordRefused => new(
            ErrorCondition.PasswordRefused,
            $"Windows on {instanceId} refused the new password: {Printable.Text(answer.Text)} The old one still holds.",
            instanceId,
            "Look at the password policy, and at what manages the account (Windows LAPS, a password filter)."),
        ResetStatus.ConstrainedLanguage => new(
            ErrorCondition.RunCommandFailed,
            $"PowerShell on {instanceId} runs in a constrained language mode (AppLocker or an application control policy), in which no password can be set. Nothing was changed.",
            instanceId,
            "Use -Method EC2Rescue or -Method Automation, or let the policy allow the agent's scripts."),
        _ => new(
            ErrorCondition.RunCommandFailed,
            $"On {instanceId} the script failed before a password was set: {Printable.Text(answer.Text)}",
            instanceId),
    };

    /// <summary>The command did not succeed and told nothing.</summary>
    internal static Ec2KeyPairException Of(CommandOutcome outcome)
    {
        var failure = outcome.Failure!;
        return !outcome.MayHaveRun ? failure : new(
            failure.Condition,
            $"{failure.Message} It may have set a password that nobody knows.",
            outcome.InstanceId,
            Again,
            failure);
    }

    /// <summary>The command succeeded, but what it printed is no answer to this request.</summary>
    /// <param name="instanceId">The instance.</param>
    /// <param name="what">What is wrong with it.</param>
    internal static Ec2KeyPairException Unreadable(string instanceId, string what) => new(
        ErrorCondition.RunCommandFailed,
        $"The command on {instanceId} ended, but {what}. A password may have been set that nobody knows.",
        instanceId,
        Again);
}
