using System.Globalization;
using Ec2KeyPair.Core.Ec2;

namespace Ec2KeyPair.Core.Windows;

/// <summary>That the first password, which EC2 keeps for ever, was replaced by another one.</summary>
/// <param name="Utc">When.</param>
/// <param name="Reason">How that is known, as a sentence without a full stop.</param>
public sealed record PasswordReset(DateTime Utc, string Reason)
{
    /// <summary>The newest reset that the instance's tag or its console output tell of; null when neither does.</summary>
    /// <remarks>
    /// A tag that is older than the password data is of an earlier life: tags are copied along by Auto Scaling and by
    /// launch templates. The password data is as old as its line in the console output says, or else as the first launch.
    /// </remarks>
    internal static PasswordReset? Of(Ec2Instance instance, WindowsConsole console)
    {
        var tag = instance.Tags.TryGetValue(PasswordResetMark.TagKey, out var value) ? PasswordResetMark.ParseTag(value) : null;
        var age = console.Password?.PrintedUtc ?? instance.FirstLaunchTime ?? instance.LaunchTime;
        var told = tag is { } utc && !(utc <= age) ? new PasswordReset(utc, $"its tag {PasswordResetMark.TagKey} says that it was reset at {Text(utc)}") : null;
        var printed = console.Reset is { } reset && IsOf(console.UserName, reset.Account)
            ? new PasswordReset(reset.Utc, $"its console output says that the password of '{reset.Account}' was reset at {Text(reset.Utc)}")
            : null;
        return printed is null || told?.Utc >= printed.Utc ? told : printed;
    }

    private static bool IsOf(string? firstAccount, string account) =>
        firstAccount is null || string.Equals(firstAccount, account, StringComparison.OrdinalIgnoreCase);

    private static string Text(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
