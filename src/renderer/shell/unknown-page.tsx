// An address that leads nowhere says so, and where else to go.
import { Anchor, Text, Title } from '@mantine/core';
import { hashOf } from '../router.ts';
import { mainPages } from './page-names.ts';

export function UnknownPage({ address }: { address: string }) {
  return (
    <>
      <Title order={1} size="h3" mb="sm">
        There is no such page
      </Title>
      <Text mb="md" style={{ overflowWrap: 'anywhere' }}>
        Nothing is at <code>#{address}</code>. What there is:
      </Text>
      <ul>
        {mainPages.map(({ page, label, purpose }) => (
          <li key={page}>
            <Anchor href={hashOf({ page })}>{label}</Anchor>: {purpose}
          </li>
        ))}
      </ul>
    </>
  );
}
