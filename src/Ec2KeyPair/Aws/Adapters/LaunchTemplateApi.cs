using System.Globalization;
using System.Runtime.CompilerServices;
using Amazon.EC2;
using Amazon.EC2.Model;
using Ec2KeyPair.Core.Ec2;
using LaunchTemplateVersion = Ec2KeyPair.Core.Ec2.LaunchTemplateVersion;

namespace Ec2KeyPair.Aws.Adapters;

/// <summary>EC2's launch templates over the SDK.</summary>
internal sealed class LaunchTemplateApi(AmazonEC2Client client, AwsRequests requests, string region) : ILaunchTemplateApi
{
    // EC2's own limit.
    private const int PageSize = 200;

    public string Region => region;

    public IAsyncEnumerable<LaunchTemplateVersion> FindCurrentAsync(CancellationToken cancel) =>
        DescribeAsync(new DescribeLaunchTemplateVersionsRequest { Versions = ["$Latest", "$Default"], MaxResults = PageSize }, null, cancel);

    public IAsyncEnumerable<LaunchTemplateVersion> FindVersionsAsync(string launchTemplateId, CancellationToken cancel) => DescribeAsync(
        new DescribeLaunchTemplateVersionsRequest { LaunchTemplateId = launchTemplateId, MaxResults = PageSize }, launchTemplateId, cancel);

    public async Task<LaunchTemplateVersion> CreateVersionAsync(
        string launchTemplateId, long sourceVersion, string keyName, string description, string clientToken, CancellationToken cancel)
    {
        var request = new CreateLaunchTemplateVersionRequest
        {
            LaunchTemplateId = launchTemplateId,
            SourceVersion = sourceVersion.ToString(CultureInfo.InvariantCulture),
            VersionDescription = description,
            ClientToken = clientToken,
            LaunchTemplateData = new RequestLaunchTemplateData { KeyName = keyName },
        };
        var response = await requests.SendAsync(
            "ec2:CreateLaunchTemplateVersion", launchTemplateId, stop => client.CreateLaunchTemplateVersionAsync(request, stop), cancel).ConfigureAwait(false);
        return ToCore(response.LaunchTemplateVersion);
    }

    public Task SetDefaultAsync(string launchTemplateId, long version, CancellationToken cancel)
    {
        var request = new ModifyLaunchTemplateRequest
        {
            LaunchTemplateId = launchTemplateId,
            DefaultVersion = version.ToString(CultureInfo.InvariantCulture),
        };
        return requests.SendAsync(
            "ec2:ModifyLaunchTemplate", launchTemplateId, stop => client.ModifyLaunchTemplateAsync(request, stop), cancel);
    }

    private async IAsyncEnumerable<LaunchTemplateVersion> DescribeAsync(
        DescribeLaunchTemplateVersionsRequest request, string? subject, [EnumeratorCancellation] CancellationToken cancel)
    {
        do
        {
            var page = await requests.SendAsync(
                "ec2:DescribeLaunchTemplateVersions", subject, stop => client.DescribeLaunchTemplateVersionsAsync(request, stop), cancel).ConfigureAwait(false);
            foreach (var version in page.LaunchTemplateVersions ?? []) yield return ToCore(version);
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));
    }

    private static LaunchTemplateVersion ToCore(Amazon.EC2.Model.LaunchTemplateVersion version) => new()
    {
        LaunchTemplateId = version.LaunchTemplateId,
        LaunchTemplateName = version.LaunchTemplateName,
        Number = version.VersionNumber ?? 0,
        IsDefault = version.DefaultVersion ?? false,
        KeyName = string.IsNullOrEmpty(version.LaunchTemplateData?.KeyName) ? null : version.LaunchTemplateData!.KeyName,
        Description = version.VersionDescription,
        CreateTime = version.CreateTime?.ToUniversalTime(),
    };
}
