using Ec2KeyPair.Core.Access;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Text;
using Ec2KeyPair.Core.Time;
using Ec2KeyPair.Core.Users;

namespace Ec2KeyPair.Core.Connect.Report;

/// <summary>The account for SSH: does anything tell it?</summary>
public sealed class LoginUserCheck(LoginUserFinder users, IClock clock) : IInstanceCheck
{
    /// <inheritdoc/>
    public bool NeedsRunning => false;

    /// <inheritdoc/>
    public async Task<IReadOnlyList<AccessCheck>> LookAsync(Ec2Instance instance, CancellationToken cancel)
    {
        if (instance.IsWindows) return [];
        var look = await ReportLook.TakeAsync(stop => users.FindAsync(instance, stop), clock, cancel).ConfigureAwait(false);
        if (!look.IsKnown) return [ReportLook.Unknown(AccessCheckKind.User, "its account is", look)];
        var user = look.Value!;
        return user.IsCommonGuess
            ? [new(AccessCheckKind.User, AccessVerdict.Unknown, $"{user.Name} is tried first: {user.Evidence}", user.Mend ?? $"Tell it with -UserName, the tag {LoginUserGuess.UserTag}, or your own map of users.")]
            : [new(AccessCheckKind.User, AccessVerdict.Passed, $"{Printable.Text(user.Name)}: {user.Evidence}")];
    }
}
