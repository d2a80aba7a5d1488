using Ec2KeyPair.Core.Concurrency;
using Ec2KeyPair.Core.Ec2;
using Ec2KeyPair.Core.Errors;
using Ec2KeyPair.Core.Time;

namespace Ec2KeyPair.Core.Windows.Reset;

/// <summary>Notes on the instances themselves whether the first password, which EC2 hands out for ever, still holds.</summary>
internal sealed class ResetMarks(ITagApi tags, IClock clock, IPasswordResetObserver observer)
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(10);

    /// <summary>The first password holds no longer. One request for all; that it is refused is no failure of the reset.</summary>
    internal Task SetAsync(IReadOnlyCollection<string> instanceIds, CancellationToken cancel) => instanceIds.Count == 0
        ? Task.CompletedTask
        : TryAsync(
            token => tags.SetAsync(instanceIds, PasswordResetMark.TagKey, PasswordResetMark.TagValue(clock.UtcNow), token),
            $"{string.Join(", ", instanceIds)} can't be tagged {PasswordResetMark.TagKey}, so Get-EC2WindowsPassword may take the first password for current",
            cancel);

    /// <summary>EC2 has new password data: what it hands out is current again.</summary>
    internal Task RemoveAsync(Ec2Instance instance, CancellationToken cancel) => !instance.Tags.ContainsKey(PasswordResetMark.TagKey)
        ? Task.CompletedTask
        : TryAsync(
            token => tags.RemoveAsync([instance.InstanceId], PasswordResetMark.TagKey, token),
            $"The tag {PasswordResetMark.TagKey} of {instance.InstanceId} can't be removed, so Get-EC2WindowsPassword takes its current password for an old one",
            cancel);

    private async Task TryAsync(Func<CancellationToken, Task> request, string consequence, CancellationToken cancel)
    {
        using var lasting = new GraceToken(Grace, cancel);
        try
        {
            await request(lasting.Token).ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e) when (e.Condition == ErrorCondition.AwsAccessDenied)
        {
            await observer.ExplainAsync($"{consequence}. {e.Message}").ConfigureAwait(false);
        }
        catch (Ec2KeyPairException e)
        {
            await observer.WarnAsync($"{consequence}. {e.Message}").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            observer.LastWord($"{consequence}: the command was stopped.");
        }
    }
}
